/** A choice among the tenant's own words; a text field where nobody has listed them. */
export function Choice({
  label,
  name,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly name: string;
  readonly options: readonly string[] | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label>
      {label}
      {options ? (
        <select name={name} required value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">Elija…</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input name={name} required value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </label>
  );
}
