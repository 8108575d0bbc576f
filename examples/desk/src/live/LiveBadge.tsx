import { useApolloClient } from '@apollo/client/react';
import { Cases } from '../cases/CaseList';
import type { Connection } from './connection';

const words = { connecting: 'Conectando…', live: 'En vivo', off: 'Sin cambios en vivo' } as const;

/** Says whether the list follows the CRM by itself. Where it does not, there is a button for it. */
export function LiveBadge({ connection }: { readonly connection: Connection }) {
  const client = useApolloClient();
  return (
    <span className={`badge ${connection}`} role="status">
      {words[connection]}
      {connection === 'off' && (
        <button type="button" onClick={() => void client.refetchQueries({ include: [Cases] })}>
          Actualizar
        </button>
      )}
    </span>
  );
}
