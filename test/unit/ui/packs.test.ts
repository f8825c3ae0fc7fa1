import { describe, expect, test } from 'vitest';
import { errorText } from '../../../src/shared/error-texts';
import { checkPackFolder, toPackFolder } from '../../../src/ui/packs/pack-folder';
import { packErrorText } from '../../../src/ui/text/pack-text';

function picked(path: string): File {
  const file = new File([path], path.split('/').at(-1) ?? '');
  Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}

describe('a picked folder', () => {
  test('gives its files by their paths below it', async () => {
    const folder = toPackFolder([
      picked('my pack/pack.json'),
      picked('my pack/graphs/unet.onnx'),
      picked('my pack/__proto__'),
    ]);
    expect(folder?.name).toBe('my pack');
    expect(Object.keys(folder?.files ?? {})).toEqual([
      'pack.json',
      'graphs/unet.onnx',
      '__proto__',
    ]);
    expect(await folder?.files['graphs/unet.onnx']?.text()).toBe('my pack/graphs/unet.onnx');
  });

  test('is none where nothing was picked', () => {
    expect(toPackFolder([])).toBeNull();
  });
});

describe('a folder that is no pack', () => {
  test('is refused before anything in it is read', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => [`${index}.jpg`, new Blob()]);
    expect(() => checkPackFolder(Object.fromEntries(many))).toThrow('pack-missing');
    const disk = { ...Object.fromEntries(many), 'pack.json': new Blob() };
    expect(() => checkPackFolder(disk)).toThrow('pack-too-many-files');
    expect(() => checkPackFolder({ 'inner/pack.json': new Blob() })).toThrow('pack-missing');
    expect(() => checkPackFolder({ 'pack.json': new Blob() })).not.toThrow();
  });
});

describe('why a pack is not used', () => {
  test('names the folder, or the file that it lacks', () => {
    const missing = (path: string) =>
      packErrorText('photos', { code: 'pack-missing', details: { path } }).what;
    expect(missing('pack.json')).toBe('“photos” is not a model pack: it has no pack.json.');
    expect(missing('unet.onnx')).toBe(
      'The model pack “photos” is incomplete: unet.onnx is missing.',
    );
  });

  test('sends nobody who cannot change a host to its files', () => {
    const error = { code: 'download-forbidden', details: { url: 'https://a.example/b' } } as const;
    expect(packErrorText('OSEDiff', error)).toEqual({
      what: '“OSEDiff” cannot be downloaded: a file of it is missing at its host, or closed.',
      next: 'Ask whoever hosts the engine page to publish the whole pack again.',
    });
    expect(errorText(error).next).not.toContain('HF_TOKEN');
  });

  test('does not send anybody to install Onestep again', () => {
    const error = { code: 'pack-checksum', details: { file: 'unet.onnx' } } as const;
    expect(packErrorText('photos', error)).toEqual({
      what: 'The model pack is damaged: unet.onnx is not what its description says.',
      next: 'Copy the whole folder again, or convert the pack again.',
    });
  });

  test('is the general sentence for everything else', () => {
    const error = { code: 'pack-version', details: { version: 9 } } as const;
    expect(packErrorText('photos', error)).toEqual(errorText(error));
  });
});
