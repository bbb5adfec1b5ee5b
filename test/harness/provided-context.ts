import type { StackAddresses } from '@hrd-shield/local-stack';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the four servers of this run are. */
    stackAddresses: StackAddresses;
    /** The program of Temporal's time-skipping test server. */
    timeSkippingServerPath: string;
  }
}
