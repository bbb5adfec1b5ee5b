export { addressEnvironment, addressLines, addressVariables } from './address-lines.ts';
export { type DownloadOptions, timeSkippingServer } from './download/prepare-downloads.ts';
export { type Environment, type Places, placesOf } from './places.ts';
export { type SearchAttributes, shieldSearchAttributes } from './servers/temporal.ts';
export { findRunningStack, startStack, stopStack } from './stack.ts';
export { StackFault, type StackFaultCode } from './stack-fault.ts';
export type { RunningStack, StackOptions } from './stack-options.ts';
export type { StackAddresses } from './state/stack-record.ts';
