import { NO_EQUIVALENT } from './dsa-statement.ts';

const part = (number: number): string =>
  `Implementing Regulation (EU) 2024/2835, annex I, part ${number}; CSV as RFC 4180`;

/** What lies in each file of an export, and by which document. */
export const DSA_DICTIONARY = {
  'statements-*.json': {
    says: 'statements of reasons, at most 100 a file, as the transparency database takes them',
    source: 'DSA transparency database, API documentation, schema of July 2025',
  },
  '1_report_identification.csv': {
    says: 'provider, days of publication and period; the provider and its days as they were given',
    source: part(1),
  },
  '2_categories_names.csv': {
    says: 'what categories and keywords are called, with the rules that are told under each',
    source: part(2),
  },
  '3_member_states_orders.csv': {
    says: 'every row of the part, without numbers: orders reach the provider',
    source: part(3),
  },
  '4_notices.csv': {
    says: 'every row of the part, without numbers: notices are kept sealed at the desk, and no outcome tells their category',
    source: part(4),
  },
  '5_own_initiative_illegal.csv': {
    says: 'every row of the part; nothing here is taken on the ground of a law, so that its numbers are 0',
    source: part(5),
  },
  '6_own_initiative_TC.csv': {
    says: 'measures under the terms of the provider, by category; every row and column of the template; keywords are left empty',
    source: part(6),
  },
  '7_appeals_and_recidivism.csv': {
    says: 'complaints of those who were restricted; the other rows, and median times, are the own ones of the provider',
    source: part(7),
  },
  '8_automated_means.csv': {
    says: 'measures with and without a person, and the precision of blind reviews; accuracy, recall, notices and languages are the own ones of the provider',
    source: part(8),
  },
  '9_human_resources.csv': {
    says: 'every row of the part, without numbers; beside a language the seats that the rota has for it, which are not persons',
    source: part(9),
  },
  '10_AMAR.csv': {
    says: 'every row of the part, without numbers: recipients are counted by the provider',
    source: part(10),
  },
  '11_qualitative.csv': {
    says: 'every row of the part; what blind reviews tell of errors, and else that the words are those of the provider',
    source: part(11),
  },
  'mapping.csv': {
    says: `every ground and scope of ours with its published value; note: "${NO_EQUIVALENT}" where a neighbour stands for it`,
    source: 'mapping of this product',
  },
  SHA256SUMS: { says: 'checksum of each file', source: 'sha256sum' },
} as const;
