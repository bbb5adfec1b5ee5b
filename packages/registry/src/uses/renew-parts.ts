import type { CheckIn, ContactHours, DefenderRef } from '@hrd-shield/contracts';
import type { SealedParts } from '@hrd-shield/pipeline';
import type { DetailsOf } from '../details.ts';
import type { DesignationSealer } from '../ports.ts';

/** What somebody agrees anew; null takes it back. */
export interface Agreed {
  readonly contactHours?: ContactHours | null | undefined;
  readonly checkIn?: CheckIn | null | undefined;
}

/** The parts that hold what was agreed anew, sealed; none where nothing was. */
export async function renewedParts(
  given: {
    readonly ref: DefenderRef;
    readonly parts: SealedParts;
    readonly agreed: Agreed | undefined;
  },
  sealer: DesignationSealer,
): Promise<SealedParts> {
  const { agreed, parts, ref } = given;
  if (agreed === undefined || parts.profile === undefined) return {};
  const profile: DetailsOf<'profile'> = {
    ...(await sealer.openPart(ref, 'profile', parts.profile)),
    ...renewedOf(agreed),
  };
  const renewed = { profile: await sealer.sealPart(ref, 'profile', profile) };
  if (agreed.contactHours === undefined || parts.contact === undefined) return renewed;
  const contact: DetailsOf<'contact'> = {
    ...(await sealer.openPart(ref, 'contact', parts.contact)),
    hours: agreed.contactHours ?? undefined,
  };
  return { ...renewed, contact: await sealer.sealPart(ref, 'contact', contact) };
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
