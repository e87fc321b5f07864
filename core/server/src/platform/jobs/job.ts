export interface JobData {
  readonly tenantId: string;
}
