/** Wall time, epoch ms. Only for metrics, retention and leases: no decision of detection. */
export interface Clock {
  now(): number;
}
