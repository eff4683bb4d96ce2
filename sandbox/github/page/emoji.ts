/** Short names that GitHub turns into emoji: a few of the many, enough to detect unescaped text. */
export const EMOJI: Readonly<Record<string, string>> = {
  "+1": "👍",
  boom: "💥",
  bug: "🐛",
  construction: "🚧",
  fire: "🔥",
  heart: "❤️",
  red_circle: "🔴",
  rocket: "🚀",
  smile: "😄",
  tada: "🎉",
  warning: "⚠️",
  white_check_mark: "✅",
  x: "❌",
};
