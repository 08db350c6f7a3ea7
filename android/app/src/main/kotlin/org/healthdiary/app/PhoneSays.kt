package org.healthdiary.app

import android.content.Context
import org.healthdiary.bridge.keys.PhoneKeys

/** What this phone says of itself. */
internal class PhoneSays(
    private val context: Context,
) : AboutPhone {
    override val keys: PhoneKeys get() = PhoneKeys.of(context)
    override val noticesAllowed: Boolean get() = Notices.areAllowed(context)
    override val version: String get() = context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()

    override fun licences(): List<String> =
        context.resources.openRawResource(R.raw.licences).bufferedReader().useLines { lines -> lines.filter { '\t' in it }.toList() }
}
