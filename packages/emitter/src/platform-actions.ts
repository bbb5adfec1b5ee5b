import type { ProtectionCommand } from '@hrd-shield/contracts';

/** A command with its accounts opened: this side is the platform, they are its own. */
export interface OpenedCommand {
  readonly command: ProtectionCommand;
  readonly account: string;
  readonly actors: readonly string[];
}

/** What became of a request; a reason carries no data of a person. */
export type ActionResult = { readonly ok: true } | Refusal;
/** A request that was not carried out. */
export interface Refusal {
  readonly ok: false;
  /** `refused`: the platform will not; `failed`: it could not, and may be asked again. */
  readonly status: 'refused' | 'failed';
  readonly reason: string;
}

/** What a platform implements to be protected by: the whole of its work. */
export interface PlatformActions {
  /** Puts the measure into effect until `command.expiresAt`. Applying again changes nothing. */
  apply(command: OpenedCommand): Promise<ActionResult>;
  /** Looks whether the measure is in effect, by its effect rather than by a record of it. */
  probe(command: OpenedCommand): Promise<boolean>;
  /** Ends the measure. Lifting what is not there succeeds. */
  lift(command: OpenedCommand): Promise<ActionResult>;
}
