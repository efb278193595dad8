const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A file size in words of the language: `1.2 MB`. Decimal steps; one decimal below ten. */
export function formatSize(bytes: number, language: string): string {
  let value = Math.max(0, bytes);
  let step = 0;
  // 999.5 would be rounded up to "1,000 kB".
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  const fraction = step > 0 && value < 10 ? 1 : 0;
  const unit = steps[step] ?? 'gigabyte';
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: fraction,
  }).format(value);
}
