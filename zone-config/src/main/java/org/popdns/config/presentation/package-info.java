/**
 * DNS data as text for people: types by their mnemonics and messages as {@code dig} prints them.
 * Built on dnsjava, which stays behind this package's own signatures.
 */
@NullMarked
package org.popdns.config.presentation;

import org.jspecify.annotations.NullMarked;
