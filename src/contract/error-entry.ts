/**
 * An error that a person can meet: what the program says, why it happens and what to do.
 * `docs/troubleshooting.md` is generated from these; the exit code and HTTP status are relied on from outside.
 *
 * `message` may hold `{name}` places, filled from the error's details.
 */
export interface ErrorEntry {
  /** What the program prints after `error CODE: `. */
  readonly message: string;
  /** The line printed after `hint: `. */
  readonly hint: string;
  /** Why it happens, for the troubleshooting page. */
  readonly why: string;
  /** What to do, for that page, where the hint depends on the occurrence. */
  readonly remedy?: string;
  /** Process exit code: 1 failed, 2 usage, 3 requirement missing, 4 bad input, 130 cancelled. */
  readonly exitCode: 1 | 2 | 3 | 4 | 130;
  /** HTTP status of the local server's answer. */
  readonly httpStatus: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 499 | 500 | 503 | 507;
}

/** The command line is wrong. */
export const usage = { exitCode: 2, httpStatus: 400 } as const;
/** Something that is needed is missing. */
export const requirement = { exitCode: 3, httpStatus: 503 } as const;
/** It might work another time. */
export const failure = { exitCode: 1, httpStatus: 422 } as const;
/** The input cannot be used. */
export const badInput = { exitCode: 4, httpStatus: 422 } as const;
