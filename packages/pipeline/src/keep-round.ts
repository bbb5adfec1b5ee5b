/** Something that is done again and again. */
export interface KeptRound {
  /** @returns when the round that runs is over */
  stop(): Promise<void>;
}

/** Does a round now and then again, each some time after the end of the one before. */
export function keepRound(
  everyMs: number,
  round: () => Promise<void>,
  onFault: (fault: unknown) => void,
): KeptRound {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let running = turn();
  async function turn(): Promise<void> {
    await round().catch(onFault);
    if (isStopped) return;
    timer = setTimeout(() => {
      running = turn();
    }, everyMs);
  }
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
