import { Construct } from 'constructs';
import { Logs, type LogPipeline } from '../contracts/logs';
import { DefinitionError, type Destination } from '../index';
import { destinationOf, hostAndPort, urlError } from './address';

export interface ExternalLogsProps {
  /** Address that takes events as JSON by HTTP POST; `{tag}` marks them: `https://logs.example.com/{tag}`. */
  readonly url: string;
  /** Where connections lead, for a pipeline of this cluster whose Pods answer on other ports. @default - where the address leads */
  readonly destination?: Destination;
}

/** A log pipeline that is there already and takes events by HTTP. */
export class ExternalLogs extends Construct implements LogPipeline {
  readonly destination: Destination;
  private readonly url: string;

  /** @throws DefinitionError for an address that cannot be, or has no `{tag}` */
  constructor(scope: Construct, id: string, { url, destination }: ExternalLogsProps) {
    super(scope, id);
    this.url = url;
    // A tag may stand in the query as well: `?tag={tag}`.
    const [address = ''] = url.split('?');
    const error =
      urlError('url', address) ??
      (url.includes('{tag}')
        ? undefined
        : `url '${url}' has no \`{tag}\` to tell events apart; put it where the pipeline reads it`);
    if (error !== undefined) throw new DefinitionError(this, error);
    const { host, port } = hostAndPort(address);
    this.destination = destination ?? destinationOf(host, port);
    Logs.provide(this, this);
  }

  eventsUrl(tag: string): string {
    return this.url.replaceAll('{tag}', encodeURIComponent(tag));
  }
}
