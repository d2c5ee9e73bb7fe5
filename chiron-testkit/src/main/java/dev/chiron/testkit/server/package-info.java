/** An OpenAI-compatible model server on loopback that fails on purpose. */
@NullMarked
package dev.chiron.testkit.server;

import org.jspecify.annotations.NullMarked;
