import { InvalidArgumentError, Option } from "commander";
import { parseAdminAddress, type AdminAddress } from "../../config/admin-address.ts";
import { Temporal } from "temporal-polyfill";
import type { When } from "./instants.ts";

/** `--at WHEN`: evaluates as of an instant, or of a day's beginning in the train's time zone; undefined for now. */
export function atOption(): Option {
  return new Option(
    "--at <when>",
    "evaluate as of this day or instant (ISO 8601, e.g. 2026-11-24 or 2026-11-24T12:00:00Z)",
  ).argParser(parseWhen);
}

/** `--at INSTANT`, for commands that do not know a train's time zone yet; epoch milliseconds, or undefined for now. */
export function instantOption(): Option {
  return new Option("--at <instant>", "evaluate as of this instant (ISO 8601, e.g. 2026-11-24T12:00:00Z)").argParser(
    parseInstant,
  );
}

export function jsonOption(): Option {
  return new Option("--json", "print one JSON value on stdout");
}

export function configOption(): Option {
  return new Option("--config <file>", "the train file (SIGNALBOX_CONFIG; config/signalbox.yaml)");
}

export function portOption(): Option {
  return new Option("--port <number>", "loopback port; 0 takes any free one").argParser(parsePort);
}

export function seedOption(): Option {
  return new Option("--seed <number>", "seed of the generated train and of the faults").argParser(parseSeed).default(1);
}

export function faultsOption(): Option {
  return new Option("--faults <file>", "inject the faults described in this file (YAML or JSON)");
}

/** The Jira that the stand-ins are: `data-center` is their profile `jira-dc`. */
export function jiraOption(): Option {
  return new Option("--jira <kind>", "the kind of Jira to stand in for")
    .choices(["cloud", "data-center"])
    .default("cloud");
}

/** The GitHub that the stand-in is: `enterprise-server` is an old one, without dependencies, sub-issues and rate limits. */
export function githubOption(): Option {
  return new Option("--github <kind>", "the kind of GitHub to stand in for")
    .choices(["cloud", "enterprise-server"])
    .default("cloud");
}

function parseWhen(value: string): When {
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/u.test(value)) return instantOf(value);
    instantOf(`${value}T00:00Z`);
    return { day: value };
  } catch {
    throw new InvalidArgumentError(
      "Expected a day, or an instant with a time zone, e.g. 2026-11-24 or 2026-11-24T12:00:00Z.",
    );
  }
}

function parseInstant(value: string): number {
  try {
    return instantOf(value);
  } catch {
    throw new InvalidArgumentError("Expected an instant with a time zone, e.g. 2026-11-24T12:00:00Z.");
  }
}

/** Where the year has four digits in each time zone, as days have in the database. */
const end = Date.UTC(9999, 0);

/** Epoch milliseconds. `Date.parse` would read 30 February as 2 March. @throws RangeError if it is none, or before 1970 */
function instantOf(value: string): number {
  const at = Temporal.Instant.from(value).epochMilliseconds;
  if (at < 0 || at >= end) throw new RangeError("too far away");
  return at;
}

export function parsePort(value: string): number {
  const port = wholeNumber(value);
  if (!(port >= 0 && port <= 65_535)) throw new InvalidArgumentError("Expected a port from 0 to 65535.");
  return port;
}

export function parseAdmin(value: string): AdminAddress {
  const address = parseAdminAddress(value);
  if (address === null)
    throw new InvalidArgumentError("Expected a port, or an address and a port such as 0.0.0.0:8081.");
  return address;
}

export function parseCount(value: string): number {
  const count = wholeNumber(value);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return count;
}

function parseSeed(value: string): number {
  const seed = wholeNumber(value);
  if (!Number.isSafeInteger(seed)) throw new InvalidArgumentError("Expected a whole number.");
  return seed;
}

/** NaN for anything but digits: `Number` would read an empty text as zero. */
function wholeNumber(value: string): number {
  return /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
}
