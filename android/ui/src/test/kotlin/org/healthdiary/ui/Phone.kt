package org.healthdiary.ui

/** How a phone is set up, and how large it is. */
data class Phone(
    val name: String,
    val dark: Boolean = false,
    val text: Float = 1f,
    val language: String = "en-GB",
    val rightToLeft: Boolean = false,
    val pseudo: Boolean = false,
    val width: Int = SMALL_WIDTH,
    val height: Int = SMALL_HEIGHT,
) {
    companion object {
        const val SMALL_WIDTH = 360
        const val SMALL_HEIGHT = 640

        val plain = Phone("light")

        /** What every screen is looked at in. */
        val all =
            listOf(
                plain,
                Phone("dark", dark = true),
                Phone("large-text", text = 2f),
                Phone("german", language = "de-DE"),
                Phone("german-large-text", language = "de-DE", text = 2f, width = 320, height = 568),
                Phone("right-to-left", language = "ar", rightToLeft = true),
                Phone("pseudo", pseudo = true),
                Phone("large-phone", width = 412, height = 915),
                Phone("tablet", width = 800, height = 600),
            )
    }
}
