import { Client, Connection } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import { createDataConverter } from './data-converter.ts';
import type { PayloadKey } from './payload-codec.ts';
import { toShieldError } from './to-shield-error.ts';

export interface TemporalAddress {
  /** `host:port` */
  readonly address: string;
  readonly namespace: string;
  /** What the server keeps is sealed under the first. */
  readonly payloadKey: PayloadKey;
}

/** An open way to the workflow server. */
export interface TemporalConnection {
  readonly client: Client;
  readonly namespace: string;
  /** True when the server answers. */
  isHealthy(): Promise<boolean>;
  stop(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects; the trace of the caller goes on into workflows. @throws ShieldError `temporal.*` */
export async function connectTemporal(at: TemporalAddress): Promise<TemporalConnection> {
  try {
    const connection = await Connection.connect({
      address: at.address,
      connectTimeout: CONNECT_TIMEOUT_MS,
    });
    const client = new Client({
      connection,
      namespace: at.namespace,
      dataConverter: createDataConverter(at.payloadKey),
      interceptors: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] },
    });
    return {
      client,
      namespace: at.namespace,
      isHealthy: () => answers(connection),
      stop: () => connection.close(),
    };
  } catch (error) {
    throw toShieldError(error);
  }
}

const HEALTH_TIMEOUT_MS = 2_000;

async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + HEALTH_TIMEOUT_MS, () =>
      connection.workflowService.getSystemInfo({}),
    );
    return true;
  } catch {
    return false;
  }
}
