import { NO_EQUIVALENT } from './dsa-statement.ts';

/** What lies in each file of an export, and by which document. */
export const DSA_DICTIONARY = {
  'statements-*.json': {
    says: 'statements of reasons, at most 100 a file, as the transparency database takes them',
    source: 'DSA transparency database, API documentation, schema of July 2025',
  },
  '6_own_initiative_TC.csv': {
    says: 'measures under the terms of the provider, by category; every row and column of the template; keywords are left empty',
    source: 'Implementing Regulation (EU) 2024/2835, annex I, part 6; CSV as RFC 4180',
  },
  '7_appeals_and_recidivism.csv': {
    says: 'complaints of those who were restricted; the other rows of the part, and the median time, are the own ones of the provider',
    source: 'Implementing Regulation (EU) 2024/2835, annex I, part 7; CSV as RFC 4180',
  },
  'mapping.csv': {
    says: `every ground and scope of ours with its published value; note: "${NO_EQUIVALENT}" where a neighbour stands for it`,
    source: 'mapping of this product',
  },
  SHA256SUMS: { says: 'checksum of each file', source: 'sha256sum' },
} as const;
