/**
 * Rows of the harmonised template for measures at a provider's own initiative under its terms: each
 * category, then its keywords. Every category ends with a keyword for what is not listed.
 * @source Implementing Regulation (EU) 2024/2835, annex I, quantitative template, part 6
 */
export const TEMPLATE_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  STATEMENT_CATEGORY_ANIMAL_WELFARE: ['ANIMAL_HARM', 'UNLAWFUL_SALE_ANIMALS'],
  STATEMENT_CATEGORY_CONSUMER_INFORMATION: [
    'HIDDEN_ADVERTISEMENT',
    'INSUFFICIENT_INFORMATION_ON_TRADERS',
    'MISLEADING_INFO_GOODS_SERVICES',
    'MISLEADING_INFO_CONSUMER_RIGHTS',
    'NONCOMPLIANCE_PRICING',
  ],
  STATEMENT_CATEGORY_CYBER_VIOLENCE: [
    'CYBER_BULLYING_INTIMIDATION',
    'CYBER_HARASSMENT',
    'CYBER_INCITEMENT',
    'CYBER_STALKING',
    'NON_CONSENSUAL_IMAGE_SHARING',
    'NON_CONSENSUAL_MATERIAL_DEEPFAKE',
  ],
  STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN: [
    'BULLYING_AGAINST_GIRLS',
    'CYBER_HARASSMENT_AGAINST_WOMEN',
    'CYBER_STALKING_AGAINST_WOMEN',
    'FEMALE_GENDERED_DISINFORMATION',
    'INCITEMENT_AGAINST_WOMEN',
    'NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN',
    'NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN',
  ],
  STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS: [
    'BIOMETRIC_DATA_BREACH',
    'DATA_FALSIFICATION',
    'MISSING_PROCESSING_GROUND',
    'RIGHT_TO_BE_FORGOTTEN',
  ],
  STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH: ['DEFAMATION', 'DISCRIMINATION', 'HATE_SPEECH'],
  STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS: [
    'COPYRIGHT_INFRINGEMENT',
    'DESIGN_INFRINGEMENT',
    'GEOGRAPHIC_INDICATIONS_INFRINGEMENT',
    'PATENT_INFRINGEMENT',
    'TRADE_SECRET_INFRINGEMENT',
    'TRADEMARK_INFRINGEMENT',
  ],
  STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS: [
    'MISINFORMATION_DISINFORMATION',
    'VIOLATION_EU_LAW',
    'VIOLATION_NATIONAL_LAW',
  ],
  STATEMENT_CATEGORY_PROTECTION_OF_MINORS: [
    'AGE_SPECIFIC_RESTRICTIONS_MINORS',
    'CHILD_SEXUAL_ABUSE_MATERIAL',
    'CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE',
    'GROOMING_SEXUAL_ENTICEMENT_MINORS',
    'UNSAFE_CHALLENGES',
  ],
  STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY: [
    'ILLEGAL_ORGANIZATIONS',
    'RISK_ENVIRONMENTAL_DAMAGE',
    'RISK_PUBLIC_HEALTH',
    'TERRORIST_CONTENT',
  ],
  STATEMENT_CATEGORY_SCAMS_AND_FRAUD: [
    'IMPERSONATION_ACCOUNT_HIJACKING',
    'INAUTHENTIC_ACCOUNTS',
    'INAUTHENTIC_LISTINGS',
    'INAUTHENTIC_USER_REVIEWS',
    'PHISHING',
    'PYRAMID_SCHEMES',
  ],
  STATEMENT_CATEGORY_SELF_HARM: [
    'CONTENT_PROMOTING_EATING_DISORDERS',
    'SELF_MUTILATION',
    'SUICIDE',
  ],
  STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS: ['PROHIBITED_PRODUCTS', 'UNSAFE_PRODUCTS'],
  STATEMENT_CATEGORY_VIOLENCE: [
    'COORDINATED_HARM',
    'INCITEMENT_VIOLENCE_HATRED',
    'HUMAN_EXPLOITATION',
    'HUMAN_TRAFFICKING',
    'TRAFFICKING_WOMEN_GIRLS',
  ],
  STATEMENT_CATEGORY_OTHER_VIOLATION_TC: [
    'ADULT_SEXUAL_MATERIAL',
    'AGE_SPECIFIC_RESTRICTIONS',
    'GEOGRAPHICAL_REQUIREMENTS',
    'GOODS_SERVICES_NOT_PERMITTED',
    'LANGUAGE_REQUIREMENTS',
    'NUDITY',
  ],
};

/** Columns with numbers, as the published template writes them, blanks at the end included. */
export const TEMPLATE_COUNTS = [
  "Number of measures taken at the provider's own initiative ",
  'Number of measures taken after detection with solely automated means ',
  'Visibility restriction Removal',
  'Visibility restriction Disable',
  'Visibility restriction Demoted',
  'Visibility restriction Age restricted',
  'Visibility restriction Interaction restricted',
  'Visibility restriction Labelled ',
  'Visibility restriction Other',
  'Monetary restriction Suspension',
  'Monetary restriction Termination',
  'Monetary restriction Other',
  'Provision of the service Suspension',
  'Provision of the service Termination',
  'Account restriction Suspension',
  'Account restriction Termination',
] as const;
export type TemplateCount = (typeof TEMPLATE_COUNTS)[number];

/** Columns before the numbers. */
export const TEMPLATE_HEAD = [
  'Applicability',
  'Service',
  'Reporting period',
  "Category of incompatibility with the provider's terms and conditions",
  'Description of the sub-category "Other"',
] as const;
