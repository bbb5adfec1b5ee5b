/** Preloaded into a service: its clock is wrong by `FAULT_CLOCK_SKEW_MS`. */
const skewMs = Number(process.env.FAULT_CLOCK_SKEW_MS ?? 0);
const now = Date.now.bind(Date);
Date.now = () => now() + skewMs;
