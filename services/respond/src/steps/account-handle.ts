import {
  type Boxed,
  type DefenderRef,
  type ProtectionCommand,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import { type DefenderSealer, SEAL_PURPOSES } from '@hrd-shield/pipeline';

/**
 * How a workflow carries the account: the box for the platform, sealed once more under the data key
 * of the defender. The workflow server keeps its bytes longer than an erasure may wait, and the
 * platform keeps its key: with this the bytes say nothing once the data key is gone. Opaque to the
 * workflow; only the command that leaves carries the box.
 */
export async function sealHandle(
  sealer: DefenderSealer,
  defender: DefenderRef,
  account: Boxed,
): Promise<Boxed> {
  const plain = Buffer.from(account);
  const sealed = await sealer.seal(defender, SEAL_PURPOSES.accountHandle, plain);
  return sealed as string as Boxed;
}

/** Commands with the box as the platform reads it; those of erased defenders are left out. */
export async function withAccounts(
  sealer: DefenderSealer,
  commands: readonly ProtectionCommand[],
): Promise<readonly ProtectionCommand[]> {
  const open = commands.map(async (command) => {
    const account = await openHandle(sealer, command.defender, command.account);
    return account === undefined ? [] : [{ ...command, account }];
  });
  return (await Promise.all(open)).flat();
}

async function openHandle(
  sealer: DefenderSealer,
  defender: DefenderRef,
  handle: Boxed,
): Promise<Boxed | undefined> {
  if (!handle.startsWith('s1.')) return handle;
  const sealed = handle as string as Sealed;
  try {
    const plain = await sealer.open(defender, SEAL_PURPOSES.accountHandle, sealed);
    return Buffer.from(plain).toString() as Boxed;
  } catch (error) {
    if (error instanceof ShieldError && error.code === 'seal.unknown-key') return undefined;
    throw error;
  }
}
