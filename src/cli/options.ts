import { InvalidArgumentError, Option } from "commander";

/** `--at INSTANT`: evaluates as of that instant; epoch milliseconds, or undefined for now. */
export function atOption(): Option {
  return new Option("--at <instant>", "evaluate as of this instant (ISO 8601, e.g. 2026-11-24T12:00:00Z)").argParser(
    parseInstant,
  );
}

export function jsonOption(): Option {
  return new Option("--json", "print one JSON value on stdout");
}

export function configOption(): Option {
  return new Option("--config <file>", "the train file");
}

export function portOption(): Option {
  return new Option("--port <number>", "loopback port; 0 takes any free one").argParser(parsePort);
}

export function seedOption(): Option {
  return new Option("--seed <number>", "seed of the generated train").argParser(parseSeed).default(1);
}

function parseInstant(value: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError("An instant with a time zone is expected, e.g. 2026-11-24T12:00:00Z.");
  return at;
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError("A port from 0 to 65535 is expected.");
  return port;
}

function parseSeed(value: string): number {
  const seed = Number(value);
  if (!Number.isSafeInteger(seed)) throw new InvalidArgumentError("A whole number is expected.");
  return seed;
}
