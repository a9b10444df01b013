import { QueryClient } from '@tanstack/react-query';

/**
 * Answers stay valid until an event says otherwise. Questions are asked whether or not the machine is online: the
 * server is on the machine itself.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
