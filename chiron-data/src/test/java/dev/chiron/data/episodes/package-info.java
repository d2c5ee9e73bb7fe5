@org.jspecify.annotations.NullMarked
package dev.chiron.data.episodes;
