import { useState } from 'react';

interface ThumbnailProps {
  readonly src: string;
  readonly className?: string | undefined;
  /** Only fetched when it comes near the window. */
  readonly lazy?: boolean;
}

/** A small picture that says nothing by itself. One that cannot be had is an empty tile, not a broken sign. */
export function Thumbnail({ src, className, lazy = false }: ThumbnailProps) {
  const [broken, setBroken] = useState<string | null>(null);
  if (broken === src) return <div className={className} />;
  return (
    <img
      className={className}
      src={src}
      alt=""
      decoding="async"
      loading={lazy ? 'lazy' : 'eager'}
      onError={() => setBroken(src)}
    />
  );
}
