/** One thing that `npm run check` looks at. */
export interface Step {
  readonly name: string;
  /** Never rejects: what stops a step from looking is a failed step. */
  readonly look: () => Promise<Finding>;
}

export interface Finding {
  readonly ok: boolean;
  /** One line: what was looked at, with counts. */
  readonly summary: string;
  /** What a person needs to mend it; empty when all is well. */
  readonly details: string;
  /** Tests that the step ran; other steps count as one. */
  readonly tests?: { readonly passed: number; readonly failed: number };
}

export interface StepResult extends Finding {
  readonly name: string;
  readonly ms: number;
}
