import type { Environment, Places } from './places.ts';
import type { ServerControl } from './server-control.ts';
import type { SearchAttributes } from './servers/temporal.ts';
import type { ServerName, StackAddresses } from './state/stack-record.ts';

/** What a start needs to know. Everything but the environment has a default. */
export interface StackOptions {
  readonly env: Environment;
  readonly places?: Places;
  /** An ephemeral stack has its own data and ends, data and all, with the process that started it. */
  readonly ephemeral?: boolean;
  /** The port of Temporal's Web UI; without it there is none. */
  readonly temporalUiPort?: number;
  readonly searchAttributes?: SearchAttributes;
  /** Servers of an ephemeral stack that get a disk of their own, of so many bytes. On Linux, as root. */
  readonly smallDisks?: Readonly<Partial<Record<ServerName, number>>>;
  readonly log?: (line: string) => void;
}

/** Four servers that answer. */
export interface RunningStack {
  readonly addresses: StackAddresses;
  readonly timeSkippingServerPath: string;
  readonly folder: string;
  /** True where the servers ran already. */
  readonly isReused: boolean;
  /** Crashes and revives single servers; absent where they ran already. */
  readonly control?: ServerControl;
  /** Ends what this start has started; does nothing for a stack that was found running. */
  stop(): Promise<void>;
}
