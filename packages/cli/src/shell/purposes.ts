/** Why a person may open what is sealed, or see accounts; each use is recorded with it. */
export const PURPOSES = ['evaluation', 'response'] as const;
export type Purpose = (typeof PURPOSES)[number];
