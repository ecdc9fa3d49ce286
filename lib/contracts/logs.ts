import { Capability, type Destination } from '../kernel';

/** Carries events and logs to where people search them. What Pods write to their output comes by itself. */
export interface LogPipeline {
  /** Address that takes events as JSON by HTTP POST, marked with `tag`: `http://logs.logging.svc:8888/falco`. */
  eventsUrl(tag: string): string;
  /** Where connections lead, for network rules. */
  readonly destination: Destination;
}

export const Logs = new Capability<LogPipeline>('logs', 'a log pipeline');
