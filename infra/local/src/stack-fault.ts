/** Why the local stack cannot do what was asked; the closed list lets a caller react by code. */
export type StackFaultCode =
  | 'TOOL_MISSING'
  | 'PLATFORM_UNSUPPORTED'
  | 'DOWNLOAD_FAILED'
  | 'CHECKSUM_MISMATCH'
  | 'SERVER_FAILED'
  | 'START_TIMEOUT'
  | 'ADDRESSES_INCOMPLETE'
  | 'BACKEND_UNAVAILABLE'
  | 'RECORD_INVALID'
  | 'STATE_BUSY'
  | 'USAGE';

/** A fault of the machine around the stack. The message is one sentence a newcomer can act on. */
export class StackFault extends Error {
  readonly code: StackFaultCode;

  constructor(code: StackFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StackFault';
    this.code = code;
  }
}
