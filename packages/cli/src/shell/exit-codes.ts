/** What the exit code of every command says; shown in `--help`. */
export const EXIT = {
  done: 0,
  /** A server or file is away or broken, or a proof did not hold. */
  fault: 1,
  /** The command line or a setting is wrong; nothing was done. */
  usage: 2,
  /** All or part of it was refused by a rule; the answer says what and why. */
  refused: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit codes as `--help` tells them. */
export const EXIT_HELP = `
Exit codes: 0 done; 1 a server or file is away or broken, or a proof did not hold;
2 wrong usage or setting; 3 refused, or refused in part.`;
