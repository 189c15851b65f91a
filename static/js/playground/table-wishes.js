/** What a reader says of the columns of a table, by their names; the server finds out the rest. */

/**
 * @typedef {"input" | "target" | "left_out"} Role
 * @typedef {"number" | "category"} Type
 * @typedef {{name: string, role: Role, type: Type, different: number, missing: number, beginning: string[], reason: string}} Column
 */

const TYPES = ["number", "category"];
const TARGET = "target";

export class TableWishes {
  /** @type {Map<string, string>} */
  #roles = new Map();
  /** @type {Map<string, string>} */
  #types = new Map();

  /**
   * @param {string} column
   * @param {string} value a role or a type
   */
  say(column, value) {
    if (TYPES.includes(value)) {
      this.#types.set(column, value);
      return;
    }
    // one column alone is the target: what was it before is what the server takes it for
    for (const [name, role] of this.#roles) if (value === TARGET && role === TARGET) this.#roles.delete(name);
    this.#roles.set(column, value);
  }

  /** As the server reads them: columns by role and type. */
  query() {
    return new URLSearchParams([...this.#roles, ...this.#types].map(([column, value]) => [value, column]));
  }
}
