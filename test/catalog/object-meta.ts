import type { JsonObject } from './system-facts';

const STRING = { type: 'string' };
const LABEL = {
  type: 'string',
  maxLength: 63,
  pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$',
};
const QUALIFIED_NAME = {
  pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
};

/** JSON schema of metadata, with the forms that the API server asks of names, labels and annotations. */
export const OBJECT_META: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: {
      type: 'string',
      maxLength: 253,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    },
    generateName: STRING,
    namespace: { type: 'string', maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
    labels: { type: 'object', propertyNames: QUALIFIED_NAME, additionalProperties: LABEL },
    annotations: { type: 'object', propertyNames: QUALIFIED_NAME, additionalProperties: STRING },
    finalizers: { type: 'array', items: STRING },
    ownerReferences: { type: 'array', items: { type: 'object' } },
    // Written by the API server; they occur in objects that were read back.
    creationTimestamp: { type: ['string', 'null'] },
    deletionTimestamp: STRING,
    deletionGracePeriodSeconds: { type: 'integer' },
    generation: { type: 'integer' },
    managedFields: { type: 'array' },
    resourceVersion: STRING,
    selfLink: STRING,
    uid: STRING,
  },
};

/** Metadata of an object that is applied: it needs a name; one that is embedded in another does not. */
export const NAMED_META: JsonObject = {
  ...OBJECT_META,
  anyOf: [{ required: ['name'] }, { required: ['generateName'] }],
};
