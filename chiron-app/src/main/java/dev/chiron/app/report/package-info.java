/** The report of an adaptation: one HTML file that needs nothing else. */
@NullMarked
package dev.chiron.app.report;

import org.jspecify.annotations.NullMarked;
