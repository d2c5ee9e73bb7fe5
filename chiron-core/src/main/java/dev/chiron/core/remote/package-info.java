/**
 * Models behind a network: any LangChain4j chat or embedding model as a Chiron model, with retries,
 * bounded concurrency and a response cache.
 *
 * <p>The layers, from the caller inwards: {@link dev.chiron.core.budget.MeteredModel} counts,
 * {@link dev.chiron.core.remote.CachedModel} remembers, {@link dev.chiron.core.remote.RemoteModel}
 * limits how many requests are open and retries each, LangChain4j speaks the service's protocol,
 * {@link dev.chiron.core.remote.ServiceHttpClient} sends it.
 */
@NullMarked
package dev.chiron.core.remote;

import org.jspecify.annotations.NullMarked;
