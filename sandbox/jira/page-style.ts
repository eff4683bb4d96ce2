/** The look of the reader's page: close to Jira's, without its code. */
export const pageStyle = `
:root { --text:#172b4d; --quiet:#626f86; --line:#dcdfe4; --link:#0c66e4; }
* { box-sizing:border-box; }
body { margin:0; color:var(--text); font:14px/20px -apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",sans-serif; background:#fff; }
a { color:var(--link); text-decoration:none; } a:hover { text-decoration:underline; }
.bar { padding:12px 24px; border-bottom:1px solid var(--line); } .logo { color:var(--link); font-size:16px; }
.quiet { color:var(--quiet); font-size:12px; }
.crumbs { padding:20px 32px 0; color:var(--quiet); max-width:1240px; margin:auto; }
.type { border:1px solid var(--line); border-radius:3px; padding:0 4px; font-size:11px; color:var(--quiet); }
main { display:grid; grid-template-columns:minmax(0,1fr) 300px; gap:40px; max-width:1240px; margin:auto; padding:8px 32px 64px; }
main.missing { display:block; }
.title { font-size:24px; line-height:28px; font-weight:600; margin:8px 0 20px; overflow-wrap:anywhere; }
h2 { font-size:16px; line-height:20px; font-weight:600; margin:28px 0 8px; }
h3 { font-size:14px; line-height:16px; font-weight:600; margin:20px 0 4px; }
aside { border:1px solid var(--line); border-radius:4px; padding:12px 16px; align-self:start; margin-top:8px; }
aside .status { margin:0 0 12px; }
dl { display:grid; grid-template-columns:92px minmax(0,1fr); gap:8px 12px; margin:0 0 12px; }
dt { color:var(--quiet); font-weight:600; font-size:12px; } dd { margin:0; overflow-wrap:anywhere; }
.points { background:#f1f2f4; border-radius:10px; padding:0 8px; font-size:12px; font-weight:600; }
.label { border:1px solid var(--line); border-radius:3px; padding:0 4px; font-size:12px; white-space:nowrap; }
.lozenge { display:inline-block; border-radius:3px; padding:0 4px; font-size:11px; line-height:16px; font-weight:700; text-transform:uppercase; letter-spacing:.2px; vertical-align:baseline; }
.neutral { background:#dcdfe4; color:#44546f; } .purple { background:#dfd8fd; color:#5e4db2; } .blue { background:#cce0ff; color:#0055cc; }
.red { background:#ffd5d2; color:#ae2e24; } .yellow { background:#f8e6a0; color:#7f5f01; } .green { background:#baf3db; color:#216e4e; }
.links { list-style:none; margin:0; padding:0; border:1px solid var(--line); border-radius:4px; } .links li { padding:8px 12px; } .links li + li { border-top:1px solid var(--line); }
.links .card { display:block; }
.adf { overflow-wrap:break-word; } .adf > :first-child { margin-top:0; } .adf > :last-child { margin-bottom:0; }
.adf p { margin:12px 0; } .adf h1 { font-size:24px; line-height:28px; margin:32px 0 0; } .adf h2 { font-size:20px; line-height:24px; margin:32px 0 0; } .adf h3 { font-size:16px; line-height:20px; margin:28px 0 0; }
.adf h4 { font-size:14px; margin:16px 0 0; } .adf h5, .adf h6 { font-size:12px; margin:16px 0 0; }
.adf ul, .adf ol { margin:12px 0; padding-left:24px; } .adf li > p { margin:4px 0; } .adf .tasks { list-style:none; padding-left:4px; }
.adf hr { border:0; border-top:2px solid var(--line); margin:24px 0; }
.adf blockquote { margin:12px 0; padding-left:16px; border-left:2px solid var(--line); }
.adf code { background:#f1f2f4; border-radius:3px; padding:2px 4px; font:12px/16px ui-monospace,Menlo,Consolas,monospace; }
.adf pre { background:#f7f8f9; border-radius:3px; padding:12px; margin:12px 0; overflow:auto; } .adf pre code { background:none; padding:0; }
.adf .panel { display:flex; gap:10px; border-radius:3px; padding:8px 12px; margin:12px 0; } .panel > div { flex:1; min-width:0; } .panel p { margin:2px 0; }
.panel .icon { flex:none; width:18px; height:18px; margin-top:3px; border-radius:50%; color:#fff; font-size:12px; line-height:18px; text-align:center; font-weight:700; }
.panel.info, .panel.custom { background:#e9f2ff; } .panel.info .icon, .panel.custom .icon { background:#0c66e4; }
.panel.note { background:#f3f0ff; } .panel.note .icon { background:#6e5dc6; }
.panel.success, .panel.tip { background:#dcfff1; } .panel.success .icon, .panel.tip .icon { background:#22a06b; }
.panel.warning { background:#fff7d6; } .panel.warning .icon { background:#e56910; }
.panel.error { background:#ffeceb; } .panel.error .icon { background:#c9372c; }
.adf .table { overflow-x:auto; margin:16px 0; } .adf table { border-collapse:collapse; width:100%; }
.adf th, .adf td { border:1px solid var(--line); padding:6px 8px; text-align:left; vertical-align:top; } .adf th { background:#f1f2f4; font-weight:600; }
.adf th p, .adf td p { margin:0; }
.expand { border:1px solid transparent; border-radius:4px; margin:8px 0; padding:4px 8px; } .expand[open] { border-color:var(--line); } .expand summary { cursor:pointer; color:var(--text); }
.card { background:#f7f8f9; border-radius:3px; padding:1px 4px; } .links .card { background:none; padding:0; color:var(--text); } .card b { color:var(--link); font-weight:500; }
.mention { background:#f1f2f4; border-radius:10px; padding:0 6px; } .date { background:#f1f2f4; border-radius:3px; padding:1px 4px; } .media { color:var(--quiet); border:1px dashed var(--line); padding:16px; }
.comment { display:flex; gap:12px; margin:16px 0 24px; } .comment > div { flex:1; min-width:0; } .by { margin:0 0 4px; }
.face { flex:none; width:32px; height:32px; border-radius:50%; background:#44546f; color:#fff; font-weight:600; font-size:12px; line-height:32px; text-align:center; }
@media (max-width:800px) { main { grid-template-columns:minmax(0,1fr); gap:24px; padding:8px 16px 48px; } .crumbs { padding:16px 16px 0; } .adf th, .adf td { min-width:76px; } .adf ul, .adf ol { padding-left:20px; } }
`;
