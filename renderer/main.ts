import './engine/no-eval'
import './theme/tokens.css'
import './theme/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { App as AppState } from './app/app.svelte'
import { connect } from './engine/connect'

const target = document.getElementById('app')
if (target !== null) mount(App, { target, props: { app: new AppState(connect()) } })
