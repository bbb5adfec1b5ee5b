import type { CheckIn, ContactHours, DefenderRef } from '@hrd-shield/contracts';
import type { SealedParts } from '@hrd-shield/pipeline';
import type { DetailsOf } from '../details.ts';
import type { DesignationSealer } from '../ports.ts';

/** What somebody agrees anew; null takes it back. */
export interface Agreed {
  readonly contactHours?: ContactHours | null | undefined;
  readonly checkIn?: CheckIn | null | undefined;
}

/** Whether what somebody said of themselves may be counted, and whether it is kept at all. */
interface Counting {
  readonly counted: boolean;
  readonly isForgotten: boolean;
}

export type Renewal = Agreed | Counting;

interface Renewing<R> {
  readonly ref: DefenderRef;
  readonly parts: SealedParts;
  readonly renewal: R;
}

/** The parts that hold what was agreed anew, sealed; none where nothing was. */
export async function renewedParts(
  { renewal, ...given }: Renewing<Renewal | undefined>,
  sealer: DesignationSealer,
): Promise<SealedParts> {
  if (renewal === undefined) return {};
  return 'counted' in renewal
    ? renewedRisk({ ...given, renewal }, sealer)
    : renewedProfile({ ...given, renewal }, sealer);
}

async function renewedProfile(
  { parts, ref, renewal }: Renewing<Agreed>,
  sealer: DesignationSealer,
): Promise<SealedParts> {
  if (parts.profile === undefined) return {};
  const profile: DetailsOf<'profile'> = {
    ...(await sealer.openPart(ref, 'profile', parts.profile)),
    ...renewedOf(renewal),
  };
  const renewed = { profile: await sealer.sealPart(ref, 'profile', profile) };
  if (renewal.contactHours === undefined || parts.contact === undefined) return renewed;
  const contact: DetailsOf<'contact'> = {
    ...(await sealer.openPart(ref, 'contact', parts.contact)),
    hours: renewal.contactHours ?? undefined,
  };
  return { ...renewed, contact: await sealer.sealPart(ref, 'contact', contact) };
}

/** What is removed is not opened first. */
async function renewedRisk(
  { parts, ref, renewal: { counted, isForgotten } }: Renewing<Counting>,
  sealer: DesignationSealer,
): Promise<SealedParts> {
  if (parts.risk === undefined) return {};
  const { factors } = isForgotten
    ? { factors: [] }
    : await sealer.openPart(ref, 'risk', parts.risk);
  return { risk: await sealer.sealPart(ref, 'risk', { factors, counted }) };
}

/** What is taken back is not there once it is sealed. */
function renewedOf({
  checkIn,
  contactHours,
}: Agreed): Pick<DetailsOf<'profile'>, 'checkIn' | 'contactHours'> {
  return {
    ...(checkIn === undefined ? {} : { checkIn: checkIn ?? undefined }),
    ...(contactHours === undefined ? {} : { contactHours: contactHours ?? undefined }),
  };
}
