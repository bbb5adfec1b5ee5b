export { type AwsKmsConfig, createAwsKms } from './aws-kms.ts';
