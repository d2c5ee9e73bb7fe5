/**
 * GGUF, the file format of llama.cpp: written from models of the engine, read and checked, and run
 * by llama.cpp itself behind the interfaces of the core.
 */
@NullMarked
package dev.chiron.nn.gguf;

import org.jspecify.annotations.NullMarked;
