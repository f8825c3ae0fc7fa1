import './properties.css';
import { findLayers } from '../canvas/layer-tree';
import { useEditor } from '../editor/editor-context';
import { KEYS } from '../editor/key-names';
import type { LayerSnapshot } from '../figma/layer';
import { Icon } from '../icons/icon';
import { layerIcon } from '../icons/layer-icon';
import { useObservable } from '../state/use-observable';
import { PaintProperties } from './paint-properties';
import { relaunchButtonsFor } from './relaunch-buttons';

/** What the selected layers look like to a plugin, on the right. */
export function PropertiesPanel() {
  const editor = useEditor();
  const { layers, selection } = useObservable(editor.page);
  const selected = findLayers(layers, selection);
  const [only] = selected;
  return (
    <aside class="panel properties-panel" aria-label="Properties" data-testid="properties">
      {only === undefined ? (
        <NothingSelected pluginName={editor.manifest.name} />
      ) : selected.length > 1 ? (
        <SeveralSelected layers={selected} />
      ) : (
        <OneSelected layer={only} />
      )}
      <RelaunchButtons layers={selected} />
    </aside>
  );
}

function RelaunchButtons({ layers }: { layers: readonly LayerSnapshot[] }) {
  const { manifest, plugin } = useEditor();
  const buttons = relaunchButtonsFor(manifest, layers);
  if (buttons.length === 0) return null;
  return (
    <section>
      <h3>Plugin</h3>
      <ul class="relaunch-buttons">
        {buttons.map(({ command, name, description }) => (
          <li key={command}>
            <button type="button" onClick={() => plugin.launch(command)}>
              {name}
            </button>
            {description !== '' && <p class="hint">{description}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function NothingSelected({ pluginName }: { pluginName: string }) {
  return (
    <>
      <h2>Page</h2>
      <p class="hint">
        Right-click a picture, then choose Plugins → {pluginName}. Drop your own pictures on the
        canvas, or paste them.
      </p>
      <section>
        <h3>Keys</h3>
        <dl class="keys">
          <dt>Undo, redo</dt>
          <dd>
            {KEYS.undo}, {KEYS.redo}
          </dd>
          <dt>Pan</dt>
          <dd>Space + drag, wheel</dd>
          <dt>Zoom</dt>
          <dd>Ctrl + wheel, + −</dd>
          <dt>Zoom to fit</dt>
          <dd>{KEYS.zoomToFit}</dd>
          <dt>Actual size</dt>
          <dd>{KEYS.zoomTo100}</dd>
          <dt>Select inside</dt>
          <dd>Ctrl + click</dd>
          <dt>Select all</dt>
          <dd>{KEYS.selectAll}</dd>
          <dt>Delete</dt>
          <dd>{KEYS.delete}</dd>
        </dl>
      </section>
    </>
  );
}

function SeveralSelected({ layers }: { layers: readonly LayerSnapshot[] }) {
  return (
    <>
      <h2>{layers.length} layers</h2>
      {layers.map((layer) => (
        <section key={layer.id}>
          <h3>
            <Icon name={layerIcon(layer)} />
            <span class="name">{layer.name}</span>
          </h3>
          <Paints layer={layer} />
        </section>
      ))}
    </>
  );
}

function OneSelected({ layer }: { layer: LayerSnapshot }) {
  return (
    <>
      <h2>
        <Icon name={layerIcon(layer)} />
        <span class="name">{layer.name}</span>
      </h2>
      <section>
        <h3>Layout</h3>
        <dl class="fields">
          <Field name="X" value={layer.x} />
          <Field name="Y" value={layer.y} />
          <Field name="W" value={layer.width} />
          <Field name="H" value={layer.height} />
        </dl>
        {(!layer.visible || layer.locked) && (
          <p class="state">
            {[!layer.visible && 'Hidden', layer.locked && 'Locked'].filter(Boolean).join(', ')}
          </p>
        )}
      </section>
      <section>
        <h3>Fill</h3>
        <Paints layer={layer} property="fills" />
      </section>
      {layer.strokes.length > 0 && (
        <section>
          <h3>Stroke</h3>
          <Paints layer={layer} property="strokes" />
        </section>
      )}
    </>
  );
}

function Field({ name, value }: { name: string; value: number }) {
  return (
    <div class="field">
      <dt>{name}</dt>
      <dd>{Math.round(value * 100) / 100}</dd>
    </div>
  );
}

/** The topmost paint first, as in Figma. */
function Paints({
  layer,
  property,
}: {
  layer: LayerSnapshot;
  property?: 'fills' | 'strokes' | undefined;
}) {
  if (property !== 'strokes' && layer.hasMixedFills) {
    return <p class="hint">Mixed: parts of this layer have fills of their own.</p>;
  }
  const paints = property ? layer[property] : [...layer.strokes, ...layer.fills];
  if (paints.length === 0) return <p class="hint">None</p>;
  return (
    <ul class="paints">
      {[...paints].reverse().map((paint, index) => (
        <PaintProperties key={index} paint={paint} name={layer.name} />
      ))}
    </ul>
  );
}
