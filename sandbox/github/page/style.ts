/** The look of a GitHub page, as far as an issue needs it. */
export const CSS = `
* { box-sizing: border-box; }
body { margin: 0; color: #1f2328; background: #fff; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: #0969da; text-decoration: none; }
a:hover { text-decoration: underline; }
.top { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 14px 24px; font-size: 15px; }
.top b { font-weight: 600; }
.tabs { margin-top: 10px; display: flex; gap: 20px; font-size: 14px; }
.tabs a { color: #1f2328; }
main { max-width: 1216px; margin: 0 auto; padding: 24px; }
h1.title { font-size: 32px; font-weight: 400; line-height: 1.25; margin: 0 0 10px; overflow-wrap: anywhere; }
h1.title span { color: #59636e; font-weight: 300; }
.meta { display: flex; align-items: center; gap: 8px; color: #59636e; padding-bottom: 16px; border-bottom: 1px solid #d1d9e0; margin-bottom: 24px; }
.state { display: inline-flex; align-items: center; gap: 6px; border-radius: 2em; padding: 5px 12px; color: #fff; font-weight: 500; }
.state svg { fill: currentcolor; }
.state.open { background: #1f883d; }
.state.closed, .state.merged { background: #8250df; }
.state.not_planned, .state.duplicate, .state.draft { background: #59636e; }
.state.shut { background: #cf222e; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 256px; gap: 32px; }
.box { border: 1px solid #d1d9e0; border-radius: 6px; margin-bottom: 16px; }
.box > header { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 8px 16px; color: #59636e; }
.box > header b { color: #1f2328; font-weight: 600; }
.box > header .who { float: right; border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 7px; font-size: 12px; }
.box.own > header { background: #ddf4ff; border-color: #54aeff66; }
.box.own { border-color: #54aeff66; }
.avatar { display: inline-block; width: 20px; height: 20px; border-radius: 50%; background: #818b98; color: #fff; text-align: center; font: 600 11px/20px sans-serif; margin-right: 6px; }
.event { color: #59636e; padding: 0 0 16px 18px; margin-left: 14px; border-left: 2px solid #d1d9e0; }
.event .dot { margin: 0 4px; }
.event b { color: #1f2328; font-weight: 600; }
aside section { border-bottom: 1px solid #d1d9e0; padding: 0 0 12px; margin-bottom: 12px; font-size: 12px; color: #59636e; overflow-wrap: anywhere; }
aside h2 { font-size: 12px; font-weight: 600; margin: 0 0 6px; color: #59636e; }
aside p { margin: 0 0 4px; }
.label { display: inline-block; border: 1px solid transparent; border-radius: 2em; padding: 0 8px; font-size: 12px; line-height: 20px; font-weight: 500; margin: 0 4px 4px 0; }
.links { list-style: none; margin: 0; padding: 0; }
.links li { padding: 6px 16px; border-top: 1px solid #d1d9e0; }
.links li:first-child { border-top: 0; }
.dot { display: inline-block; width: 12px; height: 12px; border-radius: 50%; border: 2px solid #1f883d; margin-right: 8px; vertical-align: -1px; }
.dot.closed, .dot.merged { border-color: #8250df; background: #8250df; }
.dot.not_planned, .dot.duplicate, .dot.draft { border-color: #59636e; background: #59636e; }
.dot.shut { border-color: #cf222e; background: #cf222e; }
.quiet { color: #59636e; font-size: 12px; }
.bar { display: inline-block; width: 90px; height: 8px; border-radius: 4px; background: #d1d9e0; vertical-align: middle; margin-left: 8px; overflow: hidden; }
.bar i { display: block; height: 8px; background: #8250df; }
.pages { text-align: center; padding: 16px; }
.pages a, .pages b { padding: 4px 10px; }
.markdown-body { padding: 16px; font-size: 14px; overflow-wrap: break-word; }
.markdown-body > :first-child { margin-top: 0; }
.markdown-body > :last-child { margin-bottom: 0; }
.markdown-body p, .markdown-body ul, .markdown-body ol, .markdown-body table, .markdown-body pre, .markdown-body details, .markdown-body blockquote { margin: 0 0 16px; }
.markdown-body ul, .markdown-body ol { padding-left: 2em; }
.markdown-body h1, .markdown-body h2 { border-bottom: 1px solid #d1d9e0b3; padding-bottom: .3em; margin: 24px 0 16px; font-weight: 600; }
.markdown-body h1 { font-size: 2em; }
.markdown-body h2 { font-size: 1.5em; }
.markdown-body h3 { font-size: 1.25em; margin: 24px 0 16px; font-weight: 600; }
.markdown-body a { text-decoration: underline; text-underline-offset: .2rem; }
.markdown-body a.user-mention { color: #1f2328; font-weight: 600; background: #fff8c5; }
.markdown-body a.issue-link { background: #ddf4ff; }
.markdown-body table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; border-spacing: 0; }
.markdown-body th, .markdown-body td { border: 1px solid #d1d9e0; padding: 6px 13px; }
.markdown-body th { font-weight: 600; }
.markdown-body th[align=right], .markdown-body td[align=right] { text-align: right; }
.markdown-body tr:nth-child(2n) { background: #f6f8fa; }
.markdown-body code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font: 85% ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: break-spaces; }
.markdown-body pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto; }
.markdown-body pre code { background: none; padding: 0; white-space: pre; }
.markdown-body blockquote { border-left: .25em solid #d1d9e0; color: #59636e; padding: 0 1em; }
.markdown-body hr { height: .25em; border: 0; background: #d1d9e0; margin: 24px 0; }
.markdown-body img { max-width: 100%; border: 3px dashed #cf222e; }
.markdown-body summary { cursor: pointer; }
.markdown-body .contains-task-list { list-style: none; padding-left: 1.4em; }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.markdown-alert { border-left: .25em solid; padding: 8px 16px; margin-bottom: 16px; }
.markdown-alert > :last-child { margin-bottom: 0 !important; }
.markdown-body .markdown-alert-title { font-weight: 500; margin-bottom: 8px; }
.markdown-alert-note { border-color: #0969da; } .markdown-alert-note .markdown-alert-title { color: #0969da; }
.markdown-alert-tip { border-color: #1a7f37; } .markdown-alert-tip .markdown-alert-title { color: #1a7f37; }
.markdown-alert-important { border-color: #8250df; } .markdown-alert-important .markdown-alert-title { color: #8250df; }
.markdown-alert-warning { border-color: #9a6700; } .markdown-alert-warning .markdown-alert-title { color: #9a6700; }
.markdown-alert-caution { border-color: #cf222e; } .markdown-alert-caution .markdown-alert-title { color: #d1242f; }
@media (max-width: 767px) {
  .top, main { padding: 16px; }
  h1.title { font-size: 26px; }
  .meta { flex-wrap: wrap; }
  .columns { grid-template-columns: minmax(0, 1fr); gap: 16px; }
  .markdown-body { padding: 12px; }
}
`;
