import { ERROR_CODES, type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** gRPC status of a message that can never be taken. */
const INVALID_ARGUMENT = 3;

/**
 * The code with which a workflow refused an update, or undefined when this was no refusal. A task
 * whose workflow is gone is a task that nobody has.
 */
export function refusalIn(
  error: unknown,
  whenGone: ErrorCode = 'task.unknown',
): ErrorCode | undefined {
  if (error instanceof WorkflowNotFoundError) return whenGone;
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const code = cause.type ?? '';
  return code in ERROR_CODES ? (code as ErrorCode) : undefined;
}

/** The one place where faults of the server's client become faults of the shield. */
export function toShieldError(error: unknown): ShieldError {
  if (error instanceof ShieldError) return error;
  const grpc = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(grpc) && grpc.code === INVALID_ARGUMENT) {
    return new ShieldError('temporal.refused', { cause: error });
  }
  return new ShieldError('temporal.unavailable', { cause: error });
}
