import { refuse } from "../failure.ts";
import type { Clause, Operand, Operator, Ordering, Query } from "./syntax.ts";
import { checkBareWord, syntaxError, tokenise, type Token } from "./token.ts";

const SYMBOL_OPERATORS: ReadonlySet<string> = new Set(["=", "!=", ">", ">=", "<", "<=", "~", "!~"]);
const MOST_ORDERINGS = 7;

/**
 * Parses JQL: AND, OR, NOT, parentheses, lists, functions, ORDER BY.
 * @throws JiraError 400 with Jira's message if the query is malformed
 */
export function parseJql(jql: string): Query {
  return new Parser(jql).query();
}

class Parser {
  readonly #jql: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(jql: string) {
    this.#jql = jql;
    this.#tokens = tokenise(jql);
  }

  query(): Query {
    const where = this.#peek().type === "end" || this.#atWord("order") ? null : this.#or();
    const order = this.#atWord("order") ? this.#orderings() : [];
    const rest = this.#peek();
    if (rest.type !== "end") throw this.#wrong(rest, `Expecting either 'OR' or 'AND' but got '${rest.text}'.`);
    return { where, order };
  }

  #or(): Clause {
    return this.#joined("or", () => this.#joined("and", () => this.#unary()));
  }

  #joined(type: "and" | "or", part: () => Clause): Clause {
    const clauses = [part()];
    while (this.#take(type) || this.#takeSymbol(type === "and" ? "&&" : "||")) {
      clauses.push(part());
    }
    const [only] = clauses;
    return clauses.length === 1 && only !== undefined ? only : { type, clauses };
  }

  #unary(): Clause {
    if (this.#take("not") || this.#takeSymbol("!")) return { type: "not", clause: this.#unary() };
    if (this.#takeSymbol("(")) {
      const inner = this.#or();
      this.#expectSymbol(")");
      return inner;
    }
    return this.#term();
  }

  #term(): Clause {
    const field = this.#field();
    const operator = this.#operator();
    const operand = this.#operand();
    const wantsList = operator === "in" || operator === "not in";
    if (wantsList && operand.type === "value") {
      throw refuse(400, `Operator '${operator}' does not support the non-list value '${operand.text}'.`);
    }
    if (!wantsList && operand.type === "list") {
      throw refuse(400, `Operator '${operator}' does not support the list value for field '${field}'.`);
    }
    return { type: "term", field, operator, operand };
  }

  #field(): string {
    const token = this.#advance();
    if (token.type === "string" || (token.type === "word" && /^cf\[\d+\]$/i.test(token.text))) return token.text;
    if (token.type !== "word") {
      const got = token.type === "end" ? "Expecting a field but reached the end of the query." : null;
      throw this.#wrong(token, got ?? `Expecting a field but got '${token.text}'.`);
    }
    checkBareWord(this.#jql, token);
    return token.text;
  }

  #operator(): Operator {
    const token = this.#advance();
    if (token.type === "symbol" && SYMBOL_OPERATORS.has(token.text)) return asOperator(token.text);
    const word = token.type === "word" ? token.text.toLowerCase() : "";
    if (word === "in") return "in";
    if (word === "not" && this.#take("in")) return "not in";
    if (word === "is") return this.#take("not") ? "is not" : "is";
    if (word === "was" || word === "changed") {
      // Valid JQL that the sandbox does not support: refuses it instead of answering wrongly.
      throw this.#wrong(token, `This stand-in does not answer searches of history (${word.toUpperCase()}).`);
    }
    const valid = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'";
    throw this.#wrong(token, `Expecting operator but got '${token.text}'. The valid operators are ${valid}.`);
  }

  #operand(): Operand {
    if (this.#takeSymbol("(")) {
      const items = [this.#operand()];
      while (this.#takeSymbol(",")) {
        items.push(this.#operand());
      }
      this.#expectSymbol(")");
      return { type: "list", items };
    }
    const token = this.#advance();
    if (token.type === "string") return this.#functionOr(token);
    if (token.type !== "word") {
      throw this.#wrong(token, `Expecting either a value, list or function but got '${token.text}'.`);
    }
    if (/^(?:empty|null)$/i.test(token.text)) return { type: "empty" };
    checkBareWord(this.#jql, token);
    return this.#functionOr(token);
  }

  #functionOr(token: Token): Operand {
    if (token.type === "string" || !this.#takeSymbol("(")) return { type: "value", text: token.text };
    const args: string[] = [];
    while (!this.#takeSymbol(")")) {
      args.push(this.#advance().text);
      if (!this.#takeSymbol(",") && this.#peek().text !== ")") {
        throw this.#wrong(this.#peek(), `Expecting ')' but got '${this.#peek().text}'.`);
      }
    }
    return { type: "function", name: token.text, args };
  }

  #orderings(): readonly Ordering[] {
    this.#advance();
    if (!this.#take("by")) throw this.#wrong(this.#peek(), `Expecting 'by' but got '${this.#peek().text}'.`);
    const order: Ordering[] = [];
    do {
      const field = this.#field();
      const descending = this.#take("desc");
      if (!descending) this.#take("asc");
      order.push({ field, descending });
    } while (this.#takeSymbol(","));
    if (order.length > MOST_ORDERINGS) {
      throw refuse(400, `The maximum number of fields allowed in the ORDER BY clause is ${MOST_ORDERINGS}.`);
    }
    return order;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { type: "end", text: "", at: this.#jql.length };
  }

  #advance(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #atWord(word: string): boolean {
    const token = this.#peek();
    return token.type === "word" && token.text.toLowerCase() === word;
  }

  #take(word: string): boolean {
    const there = this.#atWord(word);
    this.#next += there ? 1 : 0;
    return there;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#peek();
    const there = token.type === "symbol" && token.text === symbol;
    this.#next += there ? 1 : 0;
    return there;
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) {
      const token = this.#peek();
      throw this.#wrong(
        token,
        `Expecting '${symbol}' but got ${token.type === "end" ? "end of query" : `'${token.text}'`}.`,
      );
    }
  }

  #wrong(token: Token, message: string): Error {
    return syntaxError(this.#jql, token.at, message);
  }
}

function asOperator(text: string): Operator {
  switch (text) {
    case "=":
    case "!=":
    case ">":
    case ">=":
    case "<":
    case "<=":
    case "~":
    case "!~":
      return text;
    default:
      throw new Error(`Not an operator: ${text}`);
  }
}
