/*
 * The SDK keeps the stack of every promise of workflow code, mapped back to its source line, for a
 * query that nobody here asks: half of a worker's time went there. Loaded before any workflow, while
 * `Error` can still be changed. Faults keep their code and message.
 */
Error.stackTraceLimit = 0;
