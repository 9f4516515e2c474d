import { useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useId } from 'react'
import { text } from '../../lib/text/outside-text.ts'
import classes from './color-scheme-switch.module.css'

const choices = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const

/** Light, dark, or as the system says; kept in this browser. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const name = useId()
  return (
    <fieldset className={classes.root}>
      <legend className="visually-hidden">{text.common.colorScheme}</legend>
      {choices.map(([scheme, Icon]) => (
        <label key={scheme} className={classes.choice} title={text.common.colorSchemes[scheme]}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={colorScheme === scheme}
            onChange={() => setColorScheme(scheme)}
          />
          <Icon size={16} stroke={1.75} aria-hidden="true" />
          <span className="visually-hidden">{text.common.colorSchemes[scheme]}</span>
        </label>
      ))}
    </fieldset>
  )
}
