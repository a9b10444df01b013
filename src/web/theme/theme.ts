import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';

/** The greys that Mantine's own styles name, from tokens.css: light from the lightest, dark from the text. */
const GREYS: MantineColorsTuple = [
  '#f5f6f8',
  '#eceef0',
  '#e2e5e9',
  '#d5d9de',
  '#c3c8cf',
  '#868d96',
  '#6f7680',
  '#565d67',
  '#373c43',
  '#1b1e22',
];
const DARKS: MantineColorsTuple = [
  '#e8eaed',
  '#c9ced5',
  '#a7aeb8',
  '#7a828c',
  '#3d4248',
  '#282b2f',
  '#1d1f22',
  '#141517',
  '#101113',
  '#0b0c0d',
];

/** Mantine's colour names by what they mean here. */
const MEANINGS = { blue: 'accent', green: 'keep', red: 'drop', yellow: 'warn', gray: 'muted' } as const;

/** Filled buttons of every colour carry dark text on dark pages and white text on light ones. */
const variantColors: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  return input.variant === 'filled' ? { ...colours, color: 'var(--fs-on-accent)' } : colours;
};

/** Mantine in our type, spaces and radii; colours come from tokens.css through {@link cssVariables}. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '4px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  primaryColor: 'blue',
  colors: { gray: GREYS, dark: DARKS },
  black: '#1b1e22',
  variantColorResolver: variantColors,
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  components: {
    // Without it the first item has the focus, and the menu holds nothing but items.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withArrow: true, events: { hover: true, focus: true, touch: true } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.6 },
        closeButtonProps: { 'aria-label': 'Close' },
        radius: 'md',
      },
    }),
  },
});

const mixed = (token: string, percent: number) =>
  `color-mix(in srgb, var(--fs-${token}) ${percent}%, transparent)`;

/** Everything that Mantine derives from one of its colours, from one of our tokens. */
function colourVariables(name: string, token: string): Record<`--${string}`, string> {
  const colour = `var(--fs-${token})`;
  return {
    [`--mantine-color-${name}-text`]: colour,
    [`--mantine-color-${name}-filled`]: colour,
    [`--mantine-color-${name}-filled-hover`]: `color-mix(in srgb, ${colour} 88%, var(--fs-text))`,
    // Opaque, so that a notice looks the same on the page and on a panel.
    [`--mantine-color-${name}-light`]: `color-mix(in srgb, ${colour} 10%, var(--fs-panel))`,
    [`--mantine-color-${name}-light-hover`]: `color-mix(in srgb, ${colour} 18%, var(--fs-panel))`,
    [`--mantine-color-${name}-light-color`]: colour,
    [`--mantine-color-${name}-outline`]: colour,
    [`--mantine-color-${name}-outline-hover`]: mixed(token, 8),
  };
}

const colours: Record<`--${string}`, string> = {
  '--mantine-color-body': 'var(--fs-panel)',
  '--mantine-color-text': 'var(--fs-text)',
  '--mantine-color-bright': 'var(--fs-text)',
  '--mantine-color-dimmed': 'var(--fs-muted)',
  '--mantine-color-default': 'var(--fs-panel)',
  '--mantine-color-default-hover': 'var(--fs-raised)',
  '--mantine-color-default-color': 'var(--fs-text)',
  '--mantine-color-default-border': 'var(--fs-border)',
  '--mantine-color-placeholder': 'var(--fs-muted)',
  '--mantine-color-anchor': 'var(--fs-accent)',
  '--mantine-color-error': 'var(--fs-drop)',
  '--mantine-color-success': 'var(--fs-keep)',
  '--mantine-color-disabled': 'var(--fs-raised)',
  '--mantine-color-disabled-color': 'var(--fs-muted)',
  '--mantine-color-disabled-border': 'var(--fs-hairline)',
  '--mantine-primary-color-contrast': 'var(--fs-on-accent)',
};
for (const [name, token] of Object.entries(MEANINGS)) Object.assign(colours, colourVariables(name, token));

/** Mantine's variables in terms of our tokens, the same names in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: colours, dark: colours });
