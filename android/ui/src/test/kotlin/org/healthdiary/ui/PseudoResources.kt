package org.healthdiary.ui

import android.content.res.Resources

/** Words as a language that needs more room would have them, with marks at both ends: what is cut, or stands in code, shows. */
@Suppress("DEPRECATION") // The only constructor there is.
class PseudoResources(
    private val real: Resources,
) : Resources(real.assets, real.displayMetrics, real.configuration) {
    override fun getText(id: Int): CharSequence = pseudo(real.getText(id))

    override fun getQuantityText(
        id: Int,
        quantity: Int,
    ): CharSequence = pseudo(real.getQuantityText(id, quantity))

    companion object {
        private val accents = "aeiouAEIOU".zip("\u00e5\u00e9\u00ee\u00f6\u00fb\u00c5\u00c9\u00ce\u00d6\u00db").toMap()
        private val part = Regex("%\\d\\$[sd]|%%|.")

        /** A third longer, in brackets; parts to be put in stay as they are. */
        fun pseudo(words: CharSequence): String {
            val accented =
                part.findAll(words).joinToString("") { found ->
                    found.value.singleOrNull()?.let { accents[it] ?: it }?.toString()
                        ?: found.value
                }
            return "[$accented${" xx".repeat(words.length / 9)}]"
        }
    }
}
