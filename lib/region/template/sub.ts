/** Fn::Sub: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html */

const placeholder = /\$\{(!?)([^}]+)\}/g;

/** The text with every `${name}` replaced; `${!name}` stays as `${name}`. */
export function substituteNames(text: string, value: (name: string) => string): string {
  return text.replaceAll(placeholder, (_all, literal: string, name: string) =>
    literal ? `\${${name}}` : value(name.trim()),
  );
}

/** The names in the argument of Fn::Sub that it does not define itself. */
export function subNames(argument: unknown): string[] {
  const [text, own = {}] = Array.isArray(argument) ? argument : [argument];
  const names: string[] = [];
  substituteNames(String(text), (name) => {
    if (!Object.hasOwn(own, name)) names.push(name);
    return '';
  });
  return names;
}
