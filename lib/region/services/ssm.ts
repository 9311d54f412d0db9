/** Systems Manager: the parameter store, for values that one stack or person leaves for another. */
import * as z from 'zod';
import { records } from '../records.ts';
import { AwsError, type Provisioned, type Region, type ResourcePlace, type Service } from '../service.ts';
import { flag, operation, resource } from '../shape.ts';
import { physicalName } from '../template/name.ts';
import { jsonProtocol } from '../wire/json.ts';

interface Parameter {
  Name: string;
  Type: string;
  Value: string;
  Version: number;
  /** Milliseconds since the epoch. */
  modified: number;
}

/** The stored value of a parameter, or undefined; for template parameters of an SSM type. */
export const parameterValue = (region: Pick<Region, 'store'>, name: string): string | undefined =>
  records<Parameter>(region.store, 'ssm_parameter').get(name)?.Value;

export function ssm(region: Region): Service {
  const parameters = records<Parameter>(region.store, 'ssm_parameter');
  const arn = (name: string) => `arn:aws:ssm:${region.name}:${region.account}:parameter/${name.replace(/^\//, '')}`;
  const put = (Name: string, Type: string, Value: string): Parameter => {
    const Version = (parameters.get(Name)?.Version ?? 0) + 1;
    const parameter = { Name, Type, Value, Version, modified: region.clock.now() };
    parameters.put(Name, parameter);
    return parameter;
  };
  const described = ({ modified, ...parameter }: Parameter) => ({
    ...parameter,
    ARN: arn(parameter.Name),
    LastModifiedDate: new Date(modified),
    DataType: 'text',
  });
  return {
    name: 'ssm',
    protocol: jsonProtocol('AmazonSSM', { version: '1.1' }),
    resources: parameterResource(put, (name) => parameters.delete(name)),
    operations: {
      ...operation('GetParameter', getParameter, ({ Name }, call) => {
        call.authorize('ssm:GetParameter', arn(Name));
        const found = parameters.get(Name);
        if (!found) throw new AwsError('ParameterNotFound', `There is no parameter ${Name}.`);
        return { Parameter: described(found) };
      }),
      ...operation('GetParameters', getParameters, ({ Names }, call) => {
        call.authorize('ssm:GetParameters', Names.map(arn));
        const found = Names.flatMap((name) => parameters.get(name) ?? []);
        const missing = Names.filter((name) => !parameters.get(name));
        return { Parameters: found.map(described), InvalidParameters: missing };
      }),
      ...operation('PutParameter', putParameter, ({ Name, Value, Type, Overwrite }, call) => {
        call.authorize('ssm:PutParameter', arn(Name));
        if (parameters.get(Name) && !Overwrite)
          throw new AwsError(
            'ParameterAlreadyExists',
            `The parameter ${Name} already exists; to change it, set Overwrite.`,
          );
        return { Version: put(Name, Type, Value).Version, Tier: 'Standard' };
      }),
      ...operation('DeleteParameter', z.strictObject({ Name: z.string() }), ({ Name }, call) => {
        call.authorize('ssm:DeleteParameter', arn(Name));
        if (!parameters.get(Name)) throw new AwsError('ParameterNotFound', `There is no parameter ${Name}.`);
        parameters.delete(Name);
      }),
    },
  };
}

const getParameter = z.strictObject({ Name: z.string(), WithDecryption: flag.optional() });
const getParameters = z.strictObject({ Names: z.array(z.string()), WithDecryption: flag.optional() });
const putParameter = z.strictObject({
  Name: z.string(),
  Value: z.string(),
  // A SecureString would have to be encrypted, and is not offered.
  Type: z.enum(['String', 'StringList']).default('String'),
  Overwrite: flag.default(false),
  Description: z.string().optional(),
});

const parameterShape = z.strictObject({
  Name: z.string().optional(),
  Type: z.enum(['String', 'StringList']),
  Value: z.string(),
  Description: z.string().optional(),
  AllowedPattern: z.string().optional(),
  Tier: z.string().optional(),
  Tags: z.record(z.string(), z.string()).optional(),
});

function parameterResource(put: (name: string, type: string, value: string) => void, remove: (name: string) => void) {
  const provision = (properties: z.output<typeof parameterShape>, place: ResourcePlace): Provisioned => {
    const { Name = physicalName(place, 1011), Type, Value } = properties;
    put(Name, Type, Value);
    return { ref: Name, attributes: { Type, Value } };
  };
  return resource('AWS::SSM::Parameter', parameterShape, {
    create: provision,
    update(properties, current, place) {
      const updated = provision(properties, place);
      if (updated.ref !== current.ref) remove(current.ref);
      return updated;
    },
    delete: (current) => remove(current.ref),
  });
}
