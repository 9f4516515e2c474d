import type {
  CSSVariablesResolver,
  MantineColorsTuple,
  MantineThemeOverride,
  VariantColorsResolver,
} from '@mantine/core'
import { type Accent, accents } from '#shared/text/accents.ts'

const accentTokens = (accent: Accent) => ({
  accent: accent.text,
  'accent-fill': accent.fill,
  'accent-fill-hover': accent.hover,
  'accent-soft': accent.soft,
  'on-accent': accent.onFill,
  'accent-on-paper': accents.onPaper,
})

/**
 * Every colour the pages use, by what it is for. Text colours hold 4.5:1 on every ground they stand on, `field`
 * and the meanings hold 3:1; dark grounds are raised by lightness.
 */
const light = {
  ground: '#f5f3ef',
  surface: '#fdfcfa',
  raised: '#ffffff',
  hover: '#efece6',
  line: '#e3dfd7',
  'line-strong': '#cdc8be',
  field: '#8c867b',
  text: '#1d1b18',
  muted: '#625d54',
  ...accentTokens(accents.light),
  good: '#3b7322',
  'good-soft': '#e6eedd',
  waiting: '#7d5b06',
  'waiting-soft': '#f5ebd2',
  blocked: '#a34711',
  'blocked-soft': '#f8e6da',
  danger: '#ad1f3a',
  'danger-soft': '#f9e3e5',
  'danger-fill': '#ad1f3a',
  'danger-fill-hover': '#8f162d',
  'on-danger': '#ffffff',
  course: '#e8e4db',
  // Of charts: what passed and what was blocked look alike in each of them, whatever the accent; a second line beside a
  // first.
  'chart-passed': '#3d8a7c',
  'chart-blocked': '#c2561b',
  'chart-first': '#23695e',
  'chart-second': '#7d5b06',
  'chart-grid': '#e3dfd7',
  shadow: '0 8px 28px rgb(29 27 24 / 14%)',
  scrim: 'rgb(29 27 24 / 42%)',
}
type Tokens = Record<keyof typeof light, string>

const dark: Tokens = {
  ground: '#131210',
  surface: '#1a1917',
  raised: '#23211e',
  hover: '#262421',
  line: '#2e2b27',
  'line-strong': '#423e38',
  field: '#7a7469',
  text: '#ebe7e0',
  muted: '#a8a195',
  ...accentTokens(accents.dark),
  good: '#93c47d',
  'good-soft': '#20291b',
  waiting: '#d9b45a',
  'waiting-soft': '#2e2717',
  blocked: '#e8935f',
  'blocked-soft': '#33221a',
  danger: '#f08a97',
  'danger-soft': '#381d22',
  'danger-fill': '#e5707f',
  'danger-fill-hover': '#ee8a96',
  'on-danger': '#22080c',
  course: '#1f1d1a',
  'chart-passed': '#5aa797',
  'chart-blocked': '#e8935f',
  'chart-first': '#79c7b6',
  'chart-second': '#d9b45a',
  'chart-grid': '#2e2b27',
  shadow: '0 8px 28px rgb(0 0 0 / 50%)',
  scrim: 'rgb(0 0 0 / 60%)',
}

// Mantine's parts read ten-step scales; these are the same neutrals, laid out that way.
const stone: MantineColorsTuple = [
  '#f9f8f5',
  '#f5f3ef',
  '#efece6',
  '#e3dfd7',
  '#cdc8be',
  '#8c867b',
  '#625d54',
  '#48443d',
  '#302d28',
  '#1d1b18',
]
const ink: MantineColorsTuple = [
  '#ebe7e0',
  '#cfc9be',
  '#a8a195',
  '#7a7469',
  '#423e38',
  '#2e2b27',
  '#23211e',
  '#1a1917',
  '#131210',
  '#0c0b0a',
]

/** The colours of both schemes, by what they are for. */
export const colours = { light, dark }

const token = (name: keyof Tokens) => `var(--gh-${name})`

// One look a variant, whatever the ground: primary, plain, quiet and dangerous acts.
const variantColorResolver: VariantColorsResolver = ({ variant, color }) => {
  const dangerous = color === 'danger'
  if (variant === 'filled') {
    return {
      background: token(dangerous ? 'danger-fill' : 'accent-fill'),
      hover: token(dangerous ? 'danger-fill-hover' : 'accent-fill-hover'),
      color: token(dangerous ? 'on-danger' : 'on-accent'),
      border: '1px solid transparent',
    }
  }
  const plain = variant === 'default' || variant === 'outline'
  return {
    background: plain ? token('surface') : 'transparent',
    hover: token('hover'),
    color: token(dangerous ? 'danger' : 'text'),
    border: plain ? `1px solid ${token('field')}` : '1px solid transparent',
  }
}

export const theme: MantineThemeOverride = {
  colors: { gray: stone, dark: ink, accent: accents.steps },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 5 },
  white: '#ffffff',
  black: light.text,
  fontFamily: "'Inter Variable', 'Inter Fallback', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.35', xl: '1.2' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  headings: { fontFamily: "'Inter Variable', 'Inter Fallback', system-ui, sans-serif", fontWeight: '600' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'none', md: token('shadow'), lg: token('shadow'), xl: token('shadow') },
  respectReducedMotion: true,
  activeClassName: '',
  cursorType: 'pointer',
  variantColorResolver,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 32 } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 120, transition: 'fade' },
        // Inside the page's main landmark, and with nothing but items, as a screen reader expects of a menu.
        portalProps: { target: '#overlays' },
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120, transition: 'fade' } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
  },
}

const prefixed = (tokens: Tokens) =>
  Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--gh-${name}`, value]))

const mantineTokens = {
  '--mantine-color-text': token('text'),
  '--mantine-color-body': token('ground'),
  '--mantine-color-bright': token('text'),
  '--mantine-color-error': token('danger'),
  '--mantine-color-success': token('good'),
  '--mantine-color-placeholder': token('muted'),
  '--mantine-color-anchor': token('accent'),
  '--mantine-color-dimmed': token('muted'),
  '--mantine-color-default': token('surface'),
  '--mantine-color-default-hover': token('hover'),
  '--mantine-color-default-color': token('text'),
  '--mantine-color-default-border': token('line-strong'),
  '--mantine-color-disabled': token('hover'),
  '--mantine-color-disabled-color': token('muted'),
  '--mantine-color-disabled-border': token('line'),
  '--mantine-primary-color-filled': token('accent-fill'),
  '--mantine-primary-color-filled-hover': token('accent-fill-hover'),
}

/** The tokens as `--gh-*` variables for our own styles, and under the names that Mantine's parts read. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...prefixed(light), ...mantineTokens },
  dark: { ...prefixed(dark), ...mantineTokens },
})
