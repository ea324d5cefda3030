// The error of a wrong configuration: which option, what is wrong with it, how to mend it.
// Thrown at construction only, never while a request is answered.

export class ProxyConfigError extends Error {
  constructor(field, problem, fix) {
    super(`${field} ${problem}. ${fix}`);
    this.name = "ProxyConfigError";
    this.field = field;
    this.problem = problem;
    this.fix = fix;
  }
}
